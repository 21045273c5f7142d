import type { SourceConverter, SourceStatement } from '../config/connector.ts';
import { parseJson } from '../connect/json-parse.ts';
import { atStage, refuse } from '../connect/refused.ts';
import { createSchema } from '../connect/schema.ts';
import { isMap, type SchemaAndValue, type Value } from '../connect/value.ts';
import { describeJson, type JsonDescription } from './describe-json.ts';
import type { MqttMessage } from './iot-event.ts';
import { keyOfFields } from './key-of-fields.ts';
import { bareKey, msgKey, textKey } from './message-key.ts';

/** Key and value of a record, before transforms and Connect's converters. */
type Converted = { readonly key: SchemaAndValue; readonly value: SchemaAndValue };

type PayloadConverter = (message: MqttMessage, statement: SourceStatement) => Converted;

const PACKAGE = 'io.lenses.streamreactor.connect.converters.source.';

/** Makes key and value of a message as the converter of its statement does; throws a `DataError`. */
export const convertPayload: PayloadConverter = (message, statement) => {
  const { converter } = statement;
  if (converter === undefined) return asBytes(message, statement);
  return atStage('VALUE_CONVERTER', PACKAGE + converter, () =>
    CONVERTERS[converter](message, statement),
  );
};

const BYTES = createSchema('BYTES');

/** BytesConverter: the payload as it is. It ignores `WITHKEY`. */
const asBytes: PayloadConverter = (message) => ({
  key: msgKey(message),
  value: { schema: BYTES, value: message.payload },
});

/** JSON with a schema that is found from it. */
const described =
  (description: JsonDescription): PayloadConverter =>
  (message, statement) => {
    const node = readJson(message.payload);
    const fields = fieldKey(statement);
    return {
      key: fields && isMap(node) ? textKey(keyOfFields(node, fields, 'refused')) : msgKey(message),
      value: describeJson(message.topic, node, description),
    };
  };

/** JSON as it is, looked at for its key alone. */
const passedThrough: PayloadConverter = (message, statement) => {
  const node = parseJson(message.payload);
  const fields = fieldKey(statement);
  const key = fields ? keyOfFields(node, fields, 'omitted') : '';
  const { topic, id, payload } = message;
  const usual = topic + (statement.keyDelimiter ?? DELIMITER) + id;
  return {
    key: bareKey(key === '' ? usual : key),
    value: { schema: null, value: payload.toString('utf8') },
  };
};

const underscored = (name: string): string => name.replaceAll('/', '_');

/** Lenses' converters that read JSON, by simple name. */
const CONVERTERS: Readonly<Record<SourceConverter, PayloadConverter>> = {
  JsonSimpleConverter: described({ optionalLeaves: true, structName: underscored }),
  JsonOptNullConverter: described({ optionalLeaves: false, structName: underscored }),
  // What it means to carry over from earlier schemas never reaches the schema of its records.
  JsonConverterWithSchemaEvolution: described({ optionalLeaves: true, structName: (name) => name }),
  JsonPassThroughConverter: passedThrough,
};

const DELIMITER = '.';

const fieldKey = ({ withKey = [], keyDelimiter: delimiter = DELIMITER }: SourceStatement) =>
  withKey.length === 0 ? undefined : { paths: withKey, delimiter };

/** Null alone is refused, since StringConverter would make a tombstone of it. */
const readJson = (payload: Buffer): Exclude<Value, null> =>
  parseJson(payload, Number, true) ?? refuse('The payload is the text null');
