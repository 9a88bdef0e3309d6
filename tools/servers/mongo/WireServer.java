import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Collection;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import org.h2.mvstore.MVMap;
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

  private static MVStore file;

  /** Arguments: port (0: a free one), file. Ends when its standard input does: with whoever started it. */
  public static void main(String[] arguments) throws IOException {
    file = new MVStore.Builder().fileName(arguments[1]).autoCommitDisabled().open();
    file.setRetentionTime(0);
    MongoServer server = new MongoServer(new DurableBackend());
    server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    System.out.println("listening on " + server.getLocalAddress().getPort());
    while (System.in.read() != -1) continue;
    Runtime.getRuntime().halt(1);
  }

  private static final class DurableBackend extends H2Backend {
    private final Object writing = new Object();

    DurableBackend() {
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

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
      return new KeyedDatabase(name, getCursorRegistry());
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

  private static final class KeyedDatabase extends H2Database {
    KeyedDatabase(String name, CursorRegistry cursors) {
      super(name, file, cursors);
    }

    /** Named as the library names its maps. */
    @Override
    protected MongoCollection<Object> openOrCreateCollection(String name, CollectionOptions options) {
      String place = getFullCollectionNamespace(name);
      MVMap<Object, Document> documents = file.openMap("databases." + place);
      MVMap<String, Object> facts = file.openMap("meta." + place);
      return new KeyedCollection(this, name, options, documents, facts, cursorRegistry);
    }
  }

  /** Finds by `_id` also when a query names more than that; the library would look at every document. */
  private static final class KeyedCollection extends H2Collection {
    KeyedCollection(MongoDatabase database, String name, CollectionOptions options, MVMap<Object, Document> documents,
        MVMap<String, Object> facts, CursorRegistry cursors) {
      super(database, name, options, documents, facts, cursors);
    }

    @Override
    protected QueryResult queryDocuments(Document query, Document order, int skip, int limit, int batch, Document fields) {
      Document key = new Document("_id", query.getOrMissing("_id"));
      if (query.size() > 1 && query.containsKey("_id")) {
        for (Index<Object> index : getIndexes()) {
          if (!index.canHandle(key)) continue;
          return matchDocuments(query, index.getPositions(key), order, skip, limit, batch, fields);
        }
      }
      return super.queryDocuments(query, order, skip, limit, batch, fields);
    }
  }
}
