import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.gov.service.notify.NotificationClient;
import uk.gov.service.notify.NotificationClientException;

class RemindersTest {
  private static final Map<String, String> APPOINTMENT =
      Map.of("name", "Amala", "day", "Monday", "time", "10:30", "bring", "no");

  private static StandIn notify;

  @BeforeAll
  static void start() throws Exception {
    notify = new StandIn();
  }

  @AfterAll
  static void stop() {
    notify.close();
  }

  @BeforeEach
  void beginAnew() throws Exception {
    notify.order("POST", "reset", "");
  }

  /** The code under test: it sends a reminder of an appointment. */
  private static String remind(NotificationClient client, String emailAddress) throws NotificationClientException {
    var template = notify.templateId("Appointment reminder");
    return client.sendEmail(template, emailAddress, APPOINTMENT, "reminder").getNotificationId().toString();
  }

  @Test
  void aReminderIsSentToThePersonWithTheTime() throws Exception {
    remind(notify.client(), "amala@example.com");

    var sent = notify.sentTo("amala@example.com");
    assertEquals(1, sent.length());
    assertTrue(sent.getJSONObject(0).getString("body").contains("10:30"));
  }

  @Test
  void anAddressThatDoesNotExistIsFoundOut() throws Exception {
    notify.order("POST", "endings",
        "{\"match\": {\"recipient\": \"amala@example.com\"}, \"ending\": \"permanent-failure\"}");

    var sent = remind(notify.client(), "amala@example.com");
    notify.order("POST", "tick", "{\"milliseconds\": 60000}");

    assertEquals("permanent-failure", notify.client().getNotificationById(sent).getStatus());
  }

  @Test
  void aRateLimitReachesWhoeverSends() throws Exception {
    notify.order("POST", "faults", "{\"fault\": {\"kind\": \"rate limit\"}}");

    var refused =
        assertThrows(NotificationClientException.class, () -> remind(notify.client(), "amala@example.com"));
    assertEquals(429, refused.getHttpResult());
    assertEquals(0, notify.sentTo("amala@example.com").length());
  }
}
