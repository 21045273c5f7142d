/** What becomes of one record here: its bytes a document, a letter of that stage, or neither. */
type Fate = 'document' | 'nothing' | `letter ${'VALUE_CONVERTER' | 'TASK_PUT' | 'TRANSFORMATION'}`;

/** Runs that end otherwise here than they did there, and why: `docs/parity.md` has each reason. */
export type KnownDifference = {
  readonly reason: string;
  readonly profiles: readonly string[];
  readonly cases: readonly string[];
  /** Of each record, in the order of their offsets; or that the file is refused. */
  readonly here: readonly Fate[] | 'refused';
};

const LENSES = ['lenses-insert', 'lenses-pk', 'lenses-string'];
const ERRANT_VALUE: readonly Fate[] = ['letter VALUE_CONVERTER'];
const ERRANT_DOCUMENT: readonly Fate[] = ['letter TASK_PUT'];

const ROOTS = [
  'root-string',
  'root-number',
  'root-null-literal',
  'root-array',
  'root-array-of-objects',
];
const UNREADABLE = ['trailing-text', 'two-roots', 'leading-zero', 'utf8-bom', 'utf16le-value'];
const REWRITTEN = [
  'float-long-fraction',
  'float-exponent',
  'negative-zero',
  'lone-surrogate',
  'escapes',
];
const REFUSED_ALONE = [
  'float-beyond-float32',
  'field-meta-id',
  'field-meta-source',
  'field-empty-name',
  'mixed-array',
  'fields-over-limit',
  'depth-over-limit',
];

const DELETE_REASON =
  'A tombstone deletes the document of its key: Lenses asks for the id of topic, partition and offset, and finds none';
const NAME_REASON =
  'An index name that OpenSearch refuses is refused at validation: Lenses loses every record';
const TIME_REASON =
  'The record’s own time names the index, between 2000 and 2100: Lenses takes the clock, TimestampRouter any time';
const REFUSED_REASON =
  'A document that OpenSearch refuses gets a letter: Lenses commits it without a word, Aiven under `ignore` and `warn` with a line in its log';

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    reason:
      'A value that is no object is errant: Lenses takes it for a tombstone or stops its task, Aiven sends it and drops what is refused',
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: ROOTS,
    here: ERRANT_DOCUMENT,
  },
  {
    reason: 'The empty object is a document: Lenses takes it for a tombstone',
    profiles: [...LENSES, 'lenses-fields'],
    cases: ['empty-object'],
    here: ['document'],
  },
  {
    reason:
      'What is no JSON, or JSON and something after it, is errant: upstream reads the first value alone, takes `01` for 1, and guesses UTF-16',
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: UNREADABLE,
    here: ERRANT_VALUE,
  },
  {
    reason:
      'Text that is no JSON is errant whatever the converter: Lenses behind StringConverter stops its task, and puts U+FFFD for what is no UTF-8',
    profiles: ['lenses-string'],
    cases: ['plain-text', 'truncated-json', 'trailing-comma', 'headers-on-bad', 'non-utf8-value'],
    here: ERRANT_VALUE,
  },
  {
    reason: 'A record that can’t be read is errant alone, and the rest of its batch is written',
    profiles: ['lenses-string'],
    cases: ['good-bad-good'],
    here: ['document', 'letter VALUE_CONVERTER', 'document'],
  },
  {
    reason:
      'A member that comes twice goes on as it is, and OpenSearch refuses it: upstream writes the last one, as a transform that changes the value does here',
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: ['duplicate-member'],
    here: ERRANT_DOCUMENT,
  },
  {
    reason:
      'Numbers, escapes and halves of surrogate pairs go on as they are spelt: upstream cuts numbers to doubles and writes them, and text, anew',
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: REWRITTEN,
    here: ['document'],
  },
  {
    reason: 'Fields keep their order: Java’s maps have none',
    profiles: ['lenses-insert', 'lenses-pk', 'aivenhead-tolerant'],
    cases: ['schema-envelope'],
    here: ['document'],
  },
  {
    reason: REFUSED_REASON,
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: REFUSED_ALONE,
    here: ERRANT_DOCUMENT,
  },
  {
    reason: REFUSED_REASON,
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: ['date-detection'],
    here: ['document', 'letter TASK_PUT', 'letter TASK_PUT', 'document'],
  },
  {
    reason: REFUSED_REASON,
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: ['field-dots-vs-object'],
    here: ['document', 'letter TASK_PUT', 'letter TASK_PUT'],
  },
  {
    reason: REFUSED_REASON,
    profiles: [...LENSES, 'aivenhead-tolerant'],
    cases: ['field-dot-edges'],
    here: ['letter TASK_PUT', 'document', 'letter TASK_PUT', 'letter TASK_PUT'],
  },
  {
    reason:
      'A key of 513 bytes as id makes its record errant: upstream the whole request is refused, and the task stops',
    profiles: ['lenses-pk', 'lenses-upsert', 'aivenhead-tolerant', 'aivenhead-report'],
    cases: ['key-513-bytes'],
    here: ERRANT_DOCUMENT,
  },
  {
    reason: DELETE_REASON,
    profiles: ['lenses-pk'],
    cases: ['tombstone-existing'],
    here: ['nothing', 'document', 'nothing'],
  },
  {
    reason: DELETE_REASON,
    profiles: ['lenses-pk'],
    cases: ['tombstone-then-insert'],
    here: ['nothing', 'nothing', 'document'],
  },
  {
    reason:
      'A tombstone deletes what updates have written: Aiven gives the delete its offset as version, which may be below the count of the updates',
    profiles: ['aiven4-upsert'],
    cases: ['tombstone-then-insert'],
    here: ['nothing', 'nothing', 'document'],
  },
  {
    reason: 'A tombstone without the key that `PK` names is errant: Lenses never looks for it',
    profiles: ['lenses-pk'],
    cases: ['tombstone-no-key'],
    here: ERRANT_DOCUMENT,
  },
  {
    reason: NAME_REASON,
    profiles: LENSES,
    cases: ['topic-uppercase', 'topic-underscore-first', 'topic-dash-first'],
    here: 'refused',
  },
  {
    reason: NAME_REASON,
    profiles: ['lenses-daily'],
    cases: ['topic-uppercase'],
    here: 'refused',
  },
  {
    reason: TIME_REASON,
    profiles: ['lenses-daily'],
    cases: ['time-epoch', 'time-far'],
    here: ERRANT_DOCUMENT,
  },
  {
    reason: TIME_REASON,
    profiles: ['aiven4-daily'],
    cases: ['time-epoch', 'time-far'],
    here: ['letter TRANSFORMATION'],
  },
  {
    reason: 'An update with something that is no object is errant: upstream the task stops',
    profiles: ['aiven4-upsert', 'lenses-upsert'],
    cases: ['root-array'],
    here: ERRANT_DOCUMENT,
  },
];
