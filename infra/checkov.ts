import type { Resource } from './cloudformation.ts';

/** Takes checks of checkov (`CKV…`) off a resource, each with the reason why it does not hold here. */
export const skip = (reasons: Readonly<Record<string, string>>): Pick<Resource, 'Metadata'> => ({
  Metadata: {
    checkov: { skip: Object.entries(reasons).map(([id, comment]) => ({ id, comment })) },
  },
});
