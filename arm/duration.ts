/** Milliseconds as an ISO 8601 duration: 500 is `PT0.5S`, 90000 is `PT1M30S`. */
export function isoDuration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const seconds = (milliseconds - minutes * 60_000) / 1000;
  return `PT${minutes > 0 ? `${minutes}M` : ""}${seconds > 0 || minutes === 0 ? `${seconds}S` : ""}`;
}
