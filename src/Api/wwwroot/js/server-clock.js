// The server's time: this computer's clock may be wrong, and all ages on this page are relative to the server's.
let offset = null;

/** Reads the Date header of a response. It has whole seconds, so the middle of the second is the best estimate. */
export function hearDate(header) {
  const at = Date.parse(header ?? '');
  if (!Number.isNaN(at)) offset = at + 500 - Date.now();
}

/** Sets the server's time in milliseconds, as of now. */
export function hearInstant(iso) {
  const at = Date.parse(iso ?? '');
  if (!Number.isNaN(at) && (offset === null || Math.abs(at - Date.now() - offset) > 1000)) offset = at - Date.now();
}

/** The server's time in milliseconds since the epoch. */
export const serverNow = () => Date.now() + (offset ?? 0);
