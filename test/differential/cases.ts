import type { WireRecord, WireSchema, WireValue } from './codec.ts';

/** One question that Kafka Connect and we both answer. */
export type Case =
  | {
      readonly op: 'transform';
      readonly config: Readonly<Record<string, string>>;
      readonly record: WireRecord;
    }
  | (ConverterCase & { readonly op: 'toConnect'; readonly bytes: string | null })
  | (ConverterCase & {
      readonly op: 'fromConnect';
      readonly schema: WireSchema;
      readonly value: WireValue;
    })
  | { readonly op: 'simpleFormat'; readonly pattern: string; readonly moment: number }
  | { readonly op: 'simpleParse'; readonly pattern: string; readonly text: string }
  | {
      readonly op: 'dateTimeFormat';
      readonly pattern: string;
      readonly moment: number;
      readonly zone: string;
    }
  | {
      readonly op: 'regex';
      readonly pattern: string;
      readonly text: string;
      readonly replacement: string;
    };

type ConverterCase = {
  readonly converter: string;
  readonly config: Readonly<Record<string, string>>;
  readonly header: boolean;
};

/** How a case came out. `config`: before any record was seen; `data`: DataException; `other`: any other failure. */
export type Answer =
  | { readonly outcome: 'ok'; readonly result: unknown }
  | {
      readonly outcome: 'config' | 'data' | 'other';
      readonly exception: string;
      readonly message: string;
    };
