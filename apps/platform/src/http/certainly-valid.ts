import { getMetadataStorage, ValidationTypes } from 'class-validator';

type Contract = new () => object;
type Check = (value: unknown, body: object) => boolean;

/** What the decorators of one field demand. `applies`: false is a field that is left out, and may be. */
interface FieldRules {
  name: string;
  applies: Check[];
  holds: Check[];
}

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/**
 * A quick yes for bodies of one contract, by the same decorators and the same checks as `BodyPipe`, which are looked up once
 * here and for every body there. `false` says nothing: whoever gets it asks the pipe, which knows all cases and finds
 * the words for a refusal. Only for contracts that transform nothing: the body is taken as it came.
 */
export const certainlyValid = <Body extends object>(contract: new () => Body): ((body: unknown) => body is Body) => {
  const fields = rulesOf(contract);
  const names = new Set(fields.map(({ name }) => name));
  return (body): body is Body => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
    for (const name in body) if (!names.has(name)) return false;
    return fields.every(({ name, applies, holds }) => {
      const value = (body as Record<string, unknown>)[name];
      return !applies.every((check) => check(value, body)) || holds.every((check) => check(value, body));
    });
  };
};

const rulesOf = (contract: Contract): FieldRules[] => {
  const fields = new Map<string, FieldRules>();
  for (const metadata of getMetadataStorage().getTargetValidationMetadatas(contract, '', false, false)) {
    const { propertyName: name } = metadata;
    const rules = fields.get(name) ?? { name, applies: [], holds: [] };
    fields.set(name, rules);
    if (metadata.type === ValidationTypes.CONDITIONAL_VALIDATION) rules.applies.push(conditionOf(metadata));
    else rules.holds.push(...checksOf(metadata));
  }
  return [...fields.values()];
};

const conditionOf = ({ constraints }: Metadata): Check => {
  const [applies] = constraints as [(body: object, value: unknown) => boolean];
  return (value, body) => applies(body, value);
};

/** A rule of another kind (nested, for each element, under a condition of its own) never holds here: the pipe decides. */
const checksOf = ({
  type,
  each,
  validateIf,
  constraintCls,
  constraints,
  propertyName: property,
}: Metadata): Check[] => {
  if (type !== ValidationTypes.CUSTOM_VALIDATION || each || validateIf !== undefined) return [() => false];
  return getMetadataStorage()
    .getTargetValidatorConstraints(constraintCls)
    .map(({ instance }) => (value, object) => {
      const verdict = instance.validate(value, { value, object, property, constraints, targetName: '' });
      return verdict === true;
    });
};
