package io.tradepath.feed;

import io.tradepath.openapi.JsonContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The STOMP side's contract, and what of a message does not keep to it. */
final class AsyncApi {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonContract contract;

    private AsyncApi(JsonContract contract) {
        this.contract = contract;
    }

    static AsyncApi read(Path file) throws IOException {
        return new AsyncApi(JsonContract.read(file));
    }

    List<String> addresses() {
        List<String> addresses = new ArrayList<>();
        contract.document()
                .get("channels")
                .forEach(channel -> addresses.add(channel.get("address").asString()));
        return addresses;
    }

    /** What is wrong with a MESSAGE, by the message of this name. */
    List<String> faults(String message, String frame) {
        JsonNode described = contract.document().requiredAt("/components/messages/" + message);
        Map<String, String> headers = new LinkedHashMap<>();
        frame.substring(0, frame.indexOf("\n\n")).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(':');
            headers.put(line.substring(0, colon), line.substring(colon + 1));
        });
        List<String> faults = new ArrayList<>(contract.faults(described.get("headers"), JSON.valueToTree(headers)));
        faults.addAll(contract.faults(described.get("payload"), JSON.readTree(StompProbe.body(frame))));
        return faults;
    }
}
