interface Packet {
  data?: string | Buffer;
}
/** What is looked at of a connection: packets that wait for the transport, and what the transport holds. */
interface Connection {
  writeBuffer?: readonly Packet[];
  transport?: { socket?: { bufferedAmount?: number } };
}

/** Bytes that a socket.io connection has accepted and the operating system has not. */
export const unsentBytes = (socket: { conn: unknown }): number => {
  const { writeBuffer = [], transport } = socket.conn as Connection;
  const waiting = writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
  return waiting + (transport?.socket?.bufferedAmount ?? 0);
};
