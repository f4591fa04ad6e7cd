using SessionGrains.Bench.Rival;
using StackExchange.Redis;

// The rival: what a good engineer would write instead, stateless, with one script in Redis for every event. No state machine, no metrics,
// no timeouts but Redis' own, no protection against repeats.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(static kestrel => kestrel.AddServerHeader = false);
if (builder.Configuration.GetValue("Inline", false))
    builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = true);

using var redis = await ConnectionMultiplexer.ConnectAsync(builder.Configuration.GetConnectionString("Redis") ?? "localhost:6379");
var sessions = new SessionTable(redis.GetDatabase());

var app = builder.Build();
var handlers = new Handlers(sessions);
app.MapGet("/health/ready", static context => Task.CompletedTask);
app.MapPost("/api/v1/sessions", handlers.Start);
app.MapPost("/api/v1/sessions/{sid}/events", handlers.Track);
await app.RunAsync();
