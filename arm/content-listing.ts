/** The text whose SHA-256 is the digest of a file or folder: each path with the SHA-256 of its content, in path order. */
export function contentListing(files: Readonly<Record<string, string>>): string {
  const paths = Object.keys(files).sort();
  return paths.map((path) => `${path}\0${files[path]}\n`).join("");
}
