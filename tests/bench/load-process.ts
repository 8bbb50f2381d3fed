import net from 'node:net';
import type { LoadReport, LoadRequest } from './load';

/**
 * Puts load on an HTTP server over bare sockets: each connection keeps so many requests under way, and sends the next
 * one when an answer is whole. Nothing is parsed but where answers end, so that the server is what is measured.
 */
process.on('message', async (load: LoadRequest) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  const counts = await Promise.all(
    Array.from({ length: load.connections }, () => drive(load, start + load.ms)),
  );
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const report: LoadReport = {
    perSecond: (counts.reduce((sum, count) => sum + count, 0) * 1_000) / took,
    cpu: (user + system) / 1_000 / took,
  };
  process.send!(report);
});
process.send!({});

function drive({ host, port, request, depth, status }: LoadRequest, end: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(request);
    const socket = net.connect(port, host);
    let rest = Buffer.alloc(0);
    let done = 0;
    let open = depth;
    socket.setNoDelay(true);
    socket.write(request.repeat(depth));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection')));
    socket.on('data', (chunk) => {
      let data = rest.length ? Buffer.concat([rest, chunk]) : chunk;
      let ended = 0;
      for (let size = answerSize(data, status); size > 0; size = answerSize(data, status)) {
        data = data.subarray(size);
        ended++;
      }
      rest = data;
      done += ended;
      open -= ended;
      if (performance.now() >= end) {
        if (open > 0) return;
        socket.removeAllListeners('close').destroy();
        resolve(done);
        return;
      }
      open += ended;
      for (let i = 0; i < ended; i++) socket.write(bytes);
    });
  });
}

const lastChunk = '\r\n0\r\n\r\n';

/** How long the first answer in `data` is, or 0 where it is not whole yet. */
function answerSize(data: Buffer, status: number): number {
  const head = data.indexOf('\r\n\r\n');
  if (head < 0) return 0;
  const headers = data.toString('latin1', 0, head);
  if (!headers.startsWith(`HTTP/1.1 ${status} `)) {
    throw new Error(`Expected ${status}, got ${data.toString('utf8', 0, 500)}`);
  }
  if (status === 204) return head + 4;
  const length = /content-length: (\d+)/i.exec(headers)?.[1];
  if (length) {
    const size = head + 4 + Number(length);
    return data.length >= size ? size : 0;
  }
  // In chunks then. JSON holds no bare line ends, so the first empty chunk is the last one.
  const last = data.indexOf(lastChunk, head);
  return last < 0 ? 0 : last + lastChunk.length;
}
