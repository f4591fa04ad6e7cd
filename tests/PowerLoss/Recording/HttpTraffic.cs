namespace SessionGrains.PowerLoss.Tests;

/// <summary>A request and its answer as they went through a socket of the server.</summary>
/// <param name="Begun">Line of the trace on which the answer began to leave.</param>
/// <param name="Ended">Line on which its last part did.</param>
internal sealed record Exchange(string Method, string Path, int Status, string RequestBody, string Answer, int Begun, int Ended, double Seconds);

/// <summary>Finds requests and answers in what a server received and sent. One request at a time on each connection, as our players do.</summary>
internal sealed class HttpTraffic
{
    private readonly Dictionary<string, Connection> _connections = [];
    private readonly List<Exchange> _exchanges = [];

    public static List<Exchange> Of(IEnumerable<Syscall> calls)
    {
        var traffic = new HttpTraffic();

        // Data is received when the call returns, and sent from when it is made.
        foreach (var call in calls.OrderBy(static call => IsReceiving(call) ? call.Ended : call.Begun))
            traffic.Take(call);
        foreach (var connection in traffic._connections.Values)
            connection.End(traffic._exchanges);
        traffic._exchanges.Sort(static (one, other) => one.Begun.CompareTo(other.Begun));
        return traffic._exchanges;
    }

    private static bool IsReceiving(Syscall call) => call.Name is "read" or "readv" or "recvfrom" or "recvmsg";

    private void Take(Syscall call)
    {
        if (!(IsReceiving(call) || call.Name is "write" or "writev" or "sendto" or "sendmsg") || call.DescriptorPath is not { } socket || !socket.StartsWith("socket:", StringComparison.Ordinal))
            return;

        if (!_connections.TryGetValue(socket, out var connection))
            connection = _connections[socket] = new Connection();

        if (!IsReceiving(call))
        {
            // Also one that had not returned, as it may have left.
            if (connection.IsHttp && (call.Result > 0 || !call.HasReturned))
                connection.Sent(Text(call), call);
        }
        else if (call.Result > 0 && !call.Mentions("MSG_PEEK"u8))
        {
            connection.Received(Text(call), _exchanges);
        }
    }

    private static string Text(Syscall call)
    {
        var data = call.Data;
        return Encoding.UTF8.GetString(data, 0, call.HasReturned ? (int)Math.Min(call.Result, data.Length) : data.Length);
    }

    private sealed class Connection
    {
        private readonly StringBuilder _request = new();
        private readonly StringBuilder _answer = new();
        private bool? _isHttp;
        private (int Begun, int Ended, double Seconds) _sent;

        public bool IsHttp => _isHttp == true;

        public void Received(string text, List<Exchange> exchanges)
        {
            _isHttp ??= text.StartsWith("POST ", StringComparison.Ordinal) || text.StartsWith("GET ", StringComparison.Ordinal);
            if (!IsHttp)
                return;

            End(exchanges);
            _request.Append(text);
        }

        public void Sent(string text, Syscall call)
        {
            _sent = _answer.Length == 0 ? (call.Begun, call.Begun, call.Seconds) : _sent with { Ended = call.Begun };
            _answer.Append(text);
        }

        /// <summary>The next request has begun, so the answer before it is whole.</summary>
        public void End(List<Exchange> exchanges)
        {
            if (_answer.Length == 0)
                return;

            var (request, answer) = (_request.ToString(), _answer.ToString());
            if (request.Split(' ', 3) is [var method, var path, _] && answer.Split(' ', 3) is [_, var status, _] && int.TryParse(status, out var code))
                exchanges.Add(new Exchange(method, path, code, request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], answer, _sent.Begun, _sent.Ended, _sent.Seconds));
            _request.Clear();
            _answer.Clear();
        }
    }
}
