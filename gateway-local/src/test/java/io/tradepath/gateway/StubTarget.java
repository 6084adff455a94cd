package io.tradepath.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A target on real sockets that does what a test tells it, and remembers what it was asked. */
final class StubTarget implements Closeable {

    /** What the target does with one connection. */
    interface Script {
        void run(Wire wire) throws IOException;
    }

    /** Answers every request of a connection with 200 and this text. */
    static Script says(String text) {
        return wire -> {
            while (true) {
                String head = wire.readHead();
                if (head.isEmpty()) {
                    return;
                }
                wire.readBody(head);
                wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n\r\n"
                        + text);
            }
        };
    }

    /** Answers the first request of each connection with these bytes and closes. */
    static Script once(String answer) {
        return wire -> {
            String head = wire.readHead();
            wire.readBody(head);
            wire.send(answer);
        };
    }

    private final ServerSocket server;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Collection<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Wire> wires = new CopyOnWriteArrayList<>();
    private volatile int healthStatus = 200;
    private volatile Script script;

    private StubTarget(Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    static StubTarget start(Script script) throws IOException {
        return new StubTarget(script);
    }

    int port() {
        return server.getLocalPort();
    }

    String address() {
        return "127.0.0.1:" + port();
    }

    /** What the health check is answered; 0 closes its connection. */
    void healthStatus(int status) {
        healthStatus = status;
    }

    void script(Script next) {
        script = next;
    }

    /** Connections that carried traffic, health checks left out. */
    int connections() {
        return accepted.get();
    }

    /** The heads of all requests, health checks left out, in the order of arrival on each connection. */
    List<String> heads() {
        return wires.stream().flatMap(wire -> wire.heads.stream()).toList();
    }

    /** Everything that came over traffic connections. */
    String received() {
        StringBuilder all = new StringBuilder();
        wires.forEach(wire -> all.append(wire.received()));
        return all.toString();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Wire wire = new Wire(socket);
            String head = wire.readHead();
            if (head.contains("ELB-HealthChecker")) {
                if (healthStatus != 0) {
                    wire.send("HTTP/1.1 " + healthStatus + " H\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                }
                return;
            }
            wires.add(wire);
            accepted.incrementAndGet();
            wire.unread(head);
            script.run(wire);
        } catch (IOException e) {
            // the gateway ended the connection
        } finally {
            open.remove(socket);
        }
    }

    /** Breaks every connection that is open, without a word, and takes no more. */
    void kill() throws IOException {
        server.close();
        for (Socket socket : Set.copyOf(open)) {
            try (socket) {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                // it has just ended by itself
            }
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    /** One end of a connection, read and written as bytes. */
    static final class Wire {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;
        private final List<String> heads = new CopyOnWriteArrayList<>();
        private final StringBuilder received = new StringBuilder();
        private String pushedBack = "";

        Wire(Socket socket) throws IOException {
            this.socket = socket;
            socket.setTcpNoDelay(true);
            this.in = socket.getInputStream();
            this.out = socket.getOutputStream();
        }

        Socket socket() {
            return socket;
        }

        synchronized String received() {
            return received.toString();
        }

        private synchronized int readByte() throws IOException {
            return in.read();
        }

        void unread(String head) {
            pushedBack = head;
        }

        /** Reads up to the empty line; empty at the end of the stream. */
        String readHead() throws IOException {
            if (!pushedBack.isEmpty()) {
                String head = pushedBack;
                pushedBack = "";
                return head;
            }
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int b = in.read();
                if (b < 0) {
                    note(head.toString());
                    return "";
                }
                head.append((char) b);
            }
            note(head.toString());
            if (head.indexOf("ELB-HealthChecker") < 0) {
                heads.add(head.toString());
            }
            return head.toString();
        }

        private synchronized void note(String text) {
            received.append(text);
        }

        /** Reads the body that the head announces, chunks taken apart. */
        byte[] readBody(String head) throws IOException {
            String lower = head.toLowerCase(java.util.Locale.ROOT);
            if (lower.contains("\r\ntransfer-encoding: chunked")) {
                return readChunks();
            }
            int at = lower.indexOf("\r\ncontent-length: ");
            if (at < 0) {
                return new byte[0];
            }
            int length = Integer.parseInt(
                    lower.substring(at + 18, lower.indexOf('\r', at + 18)).strip());
            byte[] body = in.readNBytes(length);
            note(new String(body, StandardCharsets.ISO_8859_1));
            return body;
        }

        private byte[] readChunks() throws IOException {
            java.io.ByteArrayOutputStream body = new java.io.ByteArrayOutputStream();
            while (true) {
                int size = Integer.parseInt(readLine(), 16);
                body.write(in.readNBytes(size));
                String ignored = readLine();
                if (size == 0) {
                    return body.toByteArray();
                }
            }
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            int b = readByte();
            while (b >= 0 && b != '\n') {
                if (b != '\r') {
                    line.append((char) b);
                }
                b = readByte();
            }
            return line.toString();
        }

        int read() throws IOException {
            return in.read();
        }

        byte[] readExactly(int bytes) throws IOException {
            return in.readNBytes(bytes);
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        InputStream in() {
            return in;
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
