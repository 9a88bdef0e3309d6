/**
 * The kinds of text that an event may hold. The compiler sees strings; a lint rule refuses any other string in the data
 * of an event, and the golden events are checked against these patterns.
 */

/**
 * A word that programs compare: a code, a protocol's constant, a program's identifier or address. Never a sentence.
 * @pattern ^\S*$
 */
export type Code = string & {};
/**
 * SHA-256 or HMAC in lower-case hex, or another digest without blanks.
 * @pattern ^\S+$
 */
export type Digest = string & {};
/** A name, role, tag, path or command that a person gave. The only text of an event that may hold a blank. */
export type PersonText = string & {};

/** No CR, LF or other control characters. */
export const noControlCharacters = /^[^\u0000-\u001f\u007f]*$/;
/** Names and roles also go into the YAML of agents, where Molecule AI forbids these characters. */
export const yamlSafe = /^[^{}[\]|>*&!]*$/;
/** Name of a template: the folder it is in, or the id made for an imported one. */
export const templateName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
