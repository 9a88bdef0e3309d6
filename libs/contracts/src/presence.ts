import { ValidateIf } from 'class-validator';

const isPresent = (_body: object, value: unknown): boolean => value !== undefined;
const isGiven = (_body: object, value: unknown): boolean => value !== null && value !== undefined;

/** Checks the field only when it is present; unlike `IsOptional`, null is refused: it must not look as if it cleared the value. */
export const MayBeAbsent = () => ValidateIf(isPresent);
/** Checks the field unless it is absent or null, which clears the value. */
export const Nullable = () => ValidateIf(isGiven);

/** The conditions under which a field may always be absent, as `ValidateIf` keeps them. */
export const absenceConditions: ReadonlySet<unknown> = new Set([isPresent, isGiven]);
