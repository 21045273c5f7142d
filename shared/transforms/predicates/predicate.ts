import type { ConfigKeys, ConfigOf, FlatConfig, Read } from '../../connect/config-keys.ts';
import type { ConnectRecord } from '../../connect/connect-record.ts';
import { readChecked, readConfig } from '../../connect/read-config.ts';

/** A condition under which a transform runs. */
export type Predicate = (record: ConnectRecord) => boolean;

/** A row of the table of predicates. */
export type PredicateDefinition = {
  readonly className: string;
  readonly doc: string;
  readonly keys: ConfigKeys;
  readonly read: (config: FlatConfig) => Read<Predicate>;
};

export const definePredicate = <K extends ConfigKeys>({
  className,
  doc,
  keys,
  create,
}: {
  readonly className: string;
  readonly doc: string;
  readonly keys: K;
  readonly create: (config: ConfigOf<K>) => Predicate;
}): PredicateDefinition => ({
  className,
  doc,
  keys,
  read: (given) =>
    readChecked(() => {
      const config = readConfig(keys, given);
      return 'faults' in config ? config : { value: create(config.value) };
    }, ''),
});
