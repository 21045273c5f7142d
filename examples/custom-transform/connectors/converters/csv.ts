import { defineConverter, isMap, refuse, requiredList, textKey } from 'connectless';

/** Lines of values by a separator: `phone-1;3970` with the columns `device,millivolts`. */
export const converter = defineConverter({
  keys: {
    columns: requiredList('The names of the values, in their order.'),
    separator: textKey(';', 'What stands between two values.'),
  },
  create: ({ columns, separator }) => ({
    toConnect: (bytes) => {
      if (bytes === null) return { schema: null, value: null };
      const texts = bytes.toString().trimEnd().split(separator);
      if (texts.length !== columns.length)
        return refuse(`${columns.length} values are needed, found ${texts.length}`);
      return { schema: null, value: new Map(columns.map((name, i) => [name, readText(texts[i])])) };
    },
    fromConnect: ({ value }) => {
      if (value === null) return null;
      if (!isMap(value)) return refuse('A map is needed');
      return Buffer.from(columns.map((name) => String(value.get(name) ?? '')).join(separator));
    },
  }),
});

const NUMBER = /^-?\d+(?:\.\d+)?$/;

const readText = (text = ''): string | number => (NUMBER.test(text) ? Number(text) : text);
