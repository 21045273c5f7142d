import { textKey } from '../../connect/config-keys.ts';
import { defineTransform } from '../transform.ts';
import { LENSES, requiredName } from './lenses-time.ts';

export const renameHeader = defineTransform({
  className: `${LENSES}RenameHeader`,
  doc: 'Renames all headers of a name; they come last then.',
  keys: {
    'header.name.old': textKey(null, 'The name so far.'),
    'header.name.new': textKey(null, 'The name from then on.'),
  },
  create: (config) => {
    const old = requiredName('header.name.old', config['header.name.old']);
    const renamed = requiredName('header.name.new', config['header.name.new']);
    return (record) => ({
      ...record,
      headers: [
        ...record.headers.filter(({ key }) => key !== old),
        ...record.headers
          .filter(({ key }) => key === old)
          .map(({ value }) => ({ key: renamed, value })),
      ],
    });
  },
});
