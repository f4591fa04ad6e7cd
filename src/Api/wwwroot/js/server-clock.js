// What time it is at the server: this computer's clock may be wrong, and every age on this page is measured against the server's.
let offset = null;

/** Takes the Date header of an answer; it has whole seconds, so its middle is the best guess. */
export function hearDate(header) {
  const at = Date.parse(header ?? '');
  if (!Number.isNaN(at)) offset = at + 500 - Date.now();
}

/** Takes a server's time with milliseconds, said just now. */
export function hearInstant(iso) {
  const at = Date.parse(iso ?? '');
  if (!Number.isNaN(at) && (offset === null || Math.abs(at - Date.now() - offset) > 1000)) offset = at - Date.now();
}

/** Milliseconds since the epoch, at the server. */
export const serverNow = () => Date.now() + (offset ?? 0);
