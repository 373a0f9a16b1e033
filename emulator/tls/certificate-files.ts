/** Names of the files in the folder of certificates, PEM all three. */
export const AUTHORITY_FILE = "ca.pem";
export const CERTIFICATE_FILE = "server.pem";
export const KEY_FILE = "server.key";
