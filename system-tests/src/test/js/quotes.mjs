// node quotes.mjs URL TOKEN COUNT DESTINATION…: prints the quotes that @stomp/stompjs delivers, one JSON object a line.
import { Client } from '@stomp/stompjs';
import { WebSocket } from 'ws';

const [url, token, count, ...destinations] = process.argv.slice(2);
let left = Number(count);
const client = new Client({
  webSocketFactory: () => new WebSocket(url, ['v12.stomp']),
  connectHeaders: { Authorization: `Bearer ${token}` },
  reconnectDelay: 0,
  onConnect: () => {
    for (const destination of destinations) {
      client.subscribe(destination, (message) => {
        if (left-- > 0) {
          console.log(JSON.stringify({ headers: message.headers, body: JSON.parse(message.body) }));
        }
        if (left === 0) {
          client.deactivate().then(() => process.exit(0));
        }
      });
    }
  },
  onStompError: (frame) => {
    console.error(frame.headers.message, frame.body);
    process.exit(1);
  },
  onWebSocketError: (event) => {
    console.error(event.message);
    process.exit(1);
  },
});
client.activate();
