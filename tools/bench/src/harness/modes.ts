/** Embedded: one platform and one projector on files. Server: two of each over EventStoreDB and MongoDB. */
export type Mode = 'embedded' | 'server';

/**
 * What a bench measures when server mode is asked for. `as asked`: the mode that is asked for. `fixed`: the same as ever,
 * because it chooses its stores itself. `instead`: nothing, it is for embedded mode only; the bench of this id fits.
 */
export type Modes = 'as asked' | 'fixed' | { readonly instead: string };

const setting = 'GUILDHALL_E2E_STORES';

export const modeAsked = (): Mode => (process.env[setting] === 'server' ? 'server' : 'embedded');

/** Installations that `use` creates run in this mode. */
export const inMode = async <T>(mode: Mode, use: () => Promise<T>): Promise<T> => {
  const before = process.env[setting];
  process.env[setting] = mode;
  try {
    return await use();
  } finally {
    if (before === undefined) delete process.env[setting];
    else process.env[setting] = before;
  }
};

/** `sentence` says what the bench does in a mode that changes what one would expect; null: there is nothing to say. */
export interface Judgement {
  isTaken: boolean;
  sentence: string | null;
}

export const judged = (id: string, modes: Modes, asked: Mode): Judgement => {
  if (asked === 'embedded') return { isTaken: true, sentence: null };
  if (modes === 'as asked')
    return { isTaken: true, sentence: `${id} measures server mode, which takes longer to fill with data.` };
  if (modes === 'fixed')
    return { isTaken: true, sentence: `${id} chooses its stores itself: ${setting}=server changes nothing.` };
  const sentence = `${id} is for embedded mode only: take ${modes.instead} for server mode, or unset ${setting}.`;
  return { isTaken: false, sentence };
};
