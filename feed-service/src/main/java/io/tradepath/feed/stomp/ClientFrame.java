package io.tradepath.feed.stomp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frame that a client sent.
 *
 * @param headers unescaped; of a repeated header the first, as STOMP says
 * @param body not copied: the decoder made it for this frame alone
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record ClientFrame(ClientCommand command, Map<String, String> headers, byte[] body) {
    public ClientFrame {
        headers = Map.copyOf(headers);
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
