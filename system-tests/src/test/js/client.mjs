// node client.mjs LIBRARY URL TOKEN DESTINATION…: what a browser app does with a STOMP library from npm. Prints what it
// gets, one JSON object a line; connects again when its socket is lost, and resumes private queues behind what it has.
// Ends with its standard input.
import { Client } from '@stomp/stompjs';
import webstomp from 'webstomp-client';
import { WebSocket } from 'ws';

const [library, url, token, ...destinations] = process.argv.slice(2);
const RECONNECT_MS = 1_000;
const HEARTBEAT_MS = 10_000;
const connectHeaders = { Authorization: `Bearer ${token}` };
const last = new Map();
let connections = 0;

function say(line) {
  console.log(JSON.stringify(line));
}

function openSocket() {
  const socket = new WebSocket(url, ['v12.stomp']);
  // Its end is told by the library.
  socket.on('error', () => {});
  socket.on('message', (data) => {
    if (data.toString() === '\n') {
      say({ event: 'heartbeat', from: 'server' });
    }
  });
  const send = socket.send.bind(socket);
  socket.send = (data, ...rest) => {
    if (data === '\n') {
      say({ event: 'heartbeat', from: 'client' });
    }
    return send(data, ...rest);
  };
  return socket;
}

function connected(subscribe) {
  connections += 1;
  const connection = connections;
  say({ event: 'connected', connection });
  for (const destination of destinations) {
    const isPrivate = destination.startsWith('/queue/');
    const headers = isPrivate ? { 'resume-seq': String(last.get(destination) ?? 0) } : {};
    const take = (message) => {
      last.set(destination, Number(message.headers.seq));
      say({ event: 'message', connection, headers: message.headers, body: JSON.parse(message.body) });
    };
    subscribe(destination, take, headers);
  }
}

function fail(frame) {
  console.error(frame.headers.message, frame.body);
  process.exit(1);
}

function runStompjs() {
  const client = new Client({
    webSocketFactory: openSocket,
    connectHeaders,
    reconnectDelay: RECONNECT_MS,
    heartbeatIncoming: HEARTBEAT_MS,
    heartbeatOutgoing: HEARTBEAT_MS,
    onConnect: () => connected((destination, take, headers) => client.subscribe(destination, take, headers)),
    onStompError: fail,
    onWebSocketClose: (close) => say({ event: 'lost', why: `${close.code} ${close.reason}` }),
  });
  client.activate();
}

// This library leaves connecting again to the app.
function runWebstomp() {
  const heartbeat = { incoming: HEARTBEAT_MS, outgoing: HEARTBEAT_MS };
  const client = webstomp.over(openSocket(), { debug: false, protocols: ['v12.stomp'], heartbeat });
  client.connect(
    { ...connectHeaders },
    () => connected((destination, take, headers) => client.subscribe(destination, take, headers)),
    (frameOrClose) => {
      if (frameOrClose.command === 'ERROR') {
        fail(frameOrClose);
      }
      say({ event: 'lost', why: `${frameOrClose.code} ${frameOrClose.reason}` });
      setTimeout(runWebstomp, RECONNECT_MS);
    },
  );
}

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
({ stompjs: runStompjs, webstomp: runWebstomp })[library]();
