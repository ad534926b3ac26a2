import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.IntStream;
import org.json.JSONArray;
import org.json.JSONObject;
import uk.gov.service.notify.NotificationClient;

/** A stand-in for GOV.UK Notify that listens, by what `stand-in --json` prints. */
final class StandIn implements AutoCloseable {
  private static final String PROGRAM =
      System.getenv().getOrDefault("STAND_IN", "node_modules/.bin/cdk-govuk-notify");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final JSONObject start;

  StandIn() throws IOException {
    process = new ProcessBuilder(PROGRAM, "stand-in", "--control", "--json")
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    start = new JSONObject(new BufferedReader(new InputStreamReader(process.getInputStream())).readLine());
  }

  NotificationClient client() {
    return new NotificationClient(find("keys", "type", "live").getString("key"), start.getString("url"));
  }

  String templateId(String name) {
    return find("templates", "name", name).getString("id");
  }

  JSONArray sentTo(String recipient) throws IOException, InterruptedException {
    return new JSONArray(order("GET", "notifications?to=" + recipient, ""));
  }

  String order(String method, String name, String body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(start.getString("controlUrl") + name))
        .method(method, BodyPublishers.ofString(body))
        .build();
    var answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) throw new IllegalArgumentException(answer.body());
    return answer.body();
  }

  @Override
  public void close() {
    process.destroy();
  }

  private JSONObject find(String list, String field, String value) {
    var all = start.getJSONArray(list);
    return IntStream.range(0, all.length())
        .mapToObj(all::getJSONObject)
        .filter(each -> each.getString(field).equals(value))
        .findFirst()
        .orElseThrow();
  }
}
