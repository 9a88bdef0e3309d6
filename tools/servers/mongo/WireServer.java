import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import org.h2.mvstore.MVStore;

/**
 * A server for tests that speaks MongoDB's protocol and keeps its data in one file. What it has acknowledged is in the
 * file, so that it may be killed at any moment. It knows no users: every credential is wrong.
 */
public final class WireServer {
  /** Of MongoDB 4.4: drivers of today talk to nothing older. What they use of it is there. */
  private static final int WIRE_VERSION = 9;

  private static final Set<String> READS =
      Set.of("ismaster", "ping", "find", "count", "getmore", "killcursors", "endsessions", "buildinfo", "aggregate",
          "listcollections", "listdatabases", "listindexes", "distinct", "serverstatus");

  /** Arguments: port (0: a free one), file. Ends when its standard input does: with whoever started it. */
  public static void main(String[] arguments) throws IOException {
    MVStore file = new MVStore.Builder().fileName(arguments[1]).autoCommitDisabled().open();
    file.setRetentionTime(0);
    MongoServer server = new MongoServer(new DurableBackend(file));
    server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    System.out.println("listening on " + server.getLocalAddress().getPort());
    while (System.in.read() != -1) continue;
    Runtime.getRuntime().halt(1);
  }

  private static final class DurableBackend extends H2Backend {
    private final Object writing = new Object();

    DurableBackend(MVStore file) {
      super(file);
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
      return modern(super.handleCommand(channel, database, command, query));
    }

    /** One write at a time, so that a commit never takes half of another one with it. */
    @Override
    public Document handleMessage(MongoMessage message) {
      String command = message.getDocument().keySet().iterator().next().toLowerCase();
      if (command.equals("hello")) {
        return handleCommand(message.getChannel(), "admin", "ismaster", message.getDocument());
      }
      if (command.equals("saslstart")) return refusal();
      if (READS.contains(command)) return modern(super.handleMessage(message));
      synchronized (writing) {
        try {
          return super.handleMessage(message);
        } finally {
          commit();
        }
      }
    }

    private static Document modern(Document answer) {
      if (answer.containsKey("maxWireVersion")) answer.put("maxWireVersion", WIRE_VERSION);
      return answer;
    }

    private static Document refusal() {
      return new Document("ok", 0).append("code", 18).append("codeName", "AuthenticationFailed")
          .append("errmsg", "Authentication failed.");
    }
  }
}
