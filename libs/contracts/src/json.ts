/** JSON values only: what can be stored in an event, a document or a frame without loss. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}
