/** A value of a packaged template. */
export type Json = unknown;

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Json>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
};

/** The resources of one type, by logical id. */
export const ofType = ({ Resources }: Template, type: string): Readonly<Record<string, Resource>> =>
  Object.fromEntries(Object.entries(Resources).filter(([, { Type }]) => Type === type));

/** What stands for a reference, `Resource` or `Resource.Attribute`. */
export type Refer = (name: string) => Json;

/**
 * A value as CloudFormation would see it, as far as that is known before a deploy: text functions are
 * carried out, a reference becomes `<Resource>` or `<Resource.Attribute>`, or what is said to stand for it.
 */
export const resolve = (value: Json, refer: Refer = (name) => `<${name}>`): Json => {
  if (Array.isArray(value)) return value.map((member) => resolve(member, refer));
  if (typeof value !== 'object' || value === null) return value;
  const [[name = '', argument] = []] = Object.entries(value);
  const evaluate = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (evaluate) return evaluate(resolve(argument, refer), refer);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, resolve(member, refer)]),
  );
};

const FUNCTIONS: Readonly<Record<string, (argument: Json, refer: Refer) => Json>> = {
  Ref: (name, refer) => refer(String(name)),
  'Fn::GetAtt': (path, refer) => refer((path as string[]).join('.')),
  'Fn::Sub': (argument, refer) => {
    const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [
      string,
      Variables,
    ];
    return text.replace(/\$\{([^}]+)\}/g, (_, name: string) => String(own[name] ?? refer(name)));
  },
  'Fn::Join': (argument) => {
    const [separator, parts] = argument as [string, string[]];
    return parts.join(separator);
  },
  'Fn::Split': (argument) => {
    const [separator, text] = argument as [string, string];
    return text.split(separator);
  },
  // What is a part of a reference is not known.
  'Fn::Select': (argument) => {
    const [index, list] = argument as [number, string[]];
    return list[index] ?? `<${list.join('')}[${index}]>`;
  },
};

type Variables = Readonly<Record<string, Json>>;

/** What a role may do, as `action resource` lines. */
export const permissions = (role: Resource | undefined): readonly string[] => {
  const policies = resolve(role?.Properties['Policies']) as readonly Policy[];
  return policies
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Action, Resource: resources }) =>
      Action.flatMap((action) => resources.map((resource) => `${action} ${resource}`)),
    );
};

type Policy = {
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Action: readonly string[];
      readonly Resource: readonly string[];
    }[];
  };
};
