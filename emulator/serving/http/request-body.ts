import type { Socket } from "node:net";
import type { Readable } from "node:stream";

/**
 * Sends a stream as the body of a request, no faster than the socket takes it. The stream is never destroyed, since it is
 * also the way back to the client. Returns what stops the sending and drops the rest.
 */
export function sendStream(stream: Readable, socket: Socket, chunked: boolean, sent: () => void): () => void {
  const onDrain = (): void => {
    stream.resume();
  };
  const onData = (piece: Buffer): void => {
    if (chunked) socket.write(`${piece.length.toString(16)}\r\n`, "latin1");
    const more = socket.write(piece);
    if (chunked) socket.write("\r\n", "latin1");
    if (!more) stream.pause();
  };
  const onEnd = (): void => {
    if (chunked) socket.write("0\r\n\r\n", "latin1");
    sent();
    stop();
  };
  const stop = (): void => {
    stream.off("data", onData).off("end", onEnd);
    socket.off("drain", onDrain);
    stream.resume();
  };
  socket.on("drain", onDrain);
  stream.on("data", onData).on("end", onEnd);
  return stop;
}
