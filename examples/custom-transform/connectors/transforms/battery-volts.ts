import { asNumber, changeFields, defineTransform, textKey } from 'connectless';

/** Volts beside the millivolts that a phone reports; a record without them goes on as it is. */
export const transform = defineTransform({
  keys: {
    from: textKey('millivolts', 'The field with millivolts.'),
    to: textKey('volts', 'The field for volts.'),
  },
  create: ({ from, to }) =>
    changeFields((fields) =>
      fields.has(from) ? new Map(fields).set(to, asNumber(fields.get(from)) / 1000) : fields,
    ),
});
