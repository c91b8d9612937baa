import { getMetadataStorage, validateSync, type MetadataStorage, type ValidationError } from 'class-validator';

const OPTIONS = { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true };

type Metadata = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];
type Test = (object: object, value: unknown) => boolean;

/** What one property must satisfy. */
interface Property {
  name: string;
  /** It is held to the rest only where all of these say so. */
  conditions: Test[];
  checks: Test[];
  /** Objects in it are held to their own classes. */
  nested: boolean;
}

/** What the objects of a class must satisfy; null where only class-validator can tell. */
type Plan = { properties: Property[]; names: ReadonlySet<string> } | null;

const plans = new WeakMap<object, Plan>();

/**
 * What class-validator finds of an object that is nothing but what its class declares. Most have no fault, and it makes an error for each
 * property before it looks at one: an import checks several objects of each row, so those that are as they must be are told by the same
 * checks without any. Its specification holds the two to one answer.
 */
export const findFaults = (object: object): ValidationError[] =>
  isFaultless(object) ? [] : validateSync(object, OPTIONS);

/** Whether nothing is certainly wrong with it: false also where only class-validator can tell. */
export function isFaultless(object: object): boolean {
  const plan = getPlan(object.constructor);
  if (plan === null) return false;
  for (const name of Object.keys(object)) if (!plan.names.has(name)) return false;
  return plan.properties.every((property) => isHeld(object, property));
}

function isHeld(object: object, { name, conditions, checks, nested }: Property): boolean {
  const value = (object as Record<string, unknown>)[name];
  if (!conditions.every((test) => test(object, value))) return true;
  return checks.every((test) => test(object, value)) && (!nested || areHeld(value));
}

function areHeld(value: unknown): boolean {
  if (value === undefined) return true;
  if (Array.isArray(value)) return value.every(areHeld);
  return value instanceof Object && !(value instanceof Set) && !(value instanceof Map) && isFaultless(value);
}

function getPlan(type: object): Plan {
  const known = plans.get(type);
  if (known !== undefined) return known;
  const plan = makePlan(type as new () => object);
  plans.set(type, plan);
  return plan;
}

function makePlan(type: new () => object): Plan {
  const storage = getMetadataStorage();
  const found = storage.getTargetValidationMetadatas(type, '', false, false);
  if (found.length === 0) return null;
  const properties: Property[] = [];
  for (const [name, rules] of Object.entries(storage.groupByPropertyName(found))) {
    const property: Property = { name, conditions: [], checks: [], nested: false };
    for (const rule of rules) if (!addRule(storage, property, rule)) return null;
    properties.push(property);
  }
  return { properties, names: new Set(properties.map(({ name }) => name)) };
}

/** Adds a rule to those of its property; false where it is none of those that are understood here. */
function addRule(storage: MetadataStorage, property: Property, rule: Metadata): boolean {
  switch (rule.type) {
    case 'conditionalValidation':
      property.conditions.push(rule.constraints[0] as Test);
      return true;
    case 'nestedValidation':
      property.nested = true;
      return true;
    case 'whitelistValidation':
      return true;
    case 'customValidation': {
      const constraints = storage.getTargetValidatorConstraints(rule.constraintCls);
      if (rule.validateIf !== undefined || constraints.some((constraint) => constraint.async)) return false;
      for (const constraint of constraints) property.checks.push(toTest(property.name, rule, constraint));
      return true;
    }
    default:
      return false;
  }
}

type Constraint = ReturnType<MetadataStorage['getTargetValidatorConstraints']>[number];

/** A check of class-validator as it calls it. One that answers later is none that can tell here. */
function toTest(property: string, { each, constraints }: Metadata, { instance }: Constraint): Test {
  return (object, value) => {
    const said = { targetName: object.constructor.name, property, object, value, constraints };
    const isGood = (one: unknown): boolean => instance.validate(one, said) === true;
    if (!each || !(Array.isArray(value) || value instanceof Set || value instanceof Map)) return isGood(value);
    return Array.isArray(value) && value.every(isGood);
  };
}
