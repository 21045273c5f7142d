import { requiredText } from '../connect/config-keys.ts';
import { decodedPart } from '../connect/connect-record.ts';
import { parseValue } from '../connect/values-parse.ts';
import { defineTransform } from './transform.ts';

export const insertHeader = defineTransform({
  className: 'org.apache.kafka.connect.transforms.InsertHeader',
  doc: 'Adds a header to every record.',
  keys: {
    header: requiredText("The header's name."),
    'value.literal': requiredText('Its value, of which the type is guessed.'),
  },
  create: (config) => {
    const header = {
      key: config.header,
      value: decodedPart(parseValue(config['value.literal'])),
    };
    return (record) => ({ ...record, headers: [...record.headers, header] });
  },
});
