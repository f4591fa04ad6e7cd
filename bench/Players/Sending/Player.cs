namespace SessionGrains.Players;

/// <summary>Whether and how a player repeats, unchanged, what the server did not answer for good: no answer, or 5xx.</summary>
/// <param name="GoesOn">Asked after every answer that is not final: whether to send again.</param>
/// <param name="PauseAsync">Before sending again.</param>
internal sealed record RetryPolicy(Func<bool> GoesOn, Func<Task> PauseAsync)
{
    /// <summary>Each request once, as the JavaScript SDK does.</summary>
    public static RetryPolicy Never { get; } = new(static () => false, static () => Task.CompletedTask);
}

/// <summary>Sends the events of scripts and records the results.</summary>
internal sealed class Player(TrackingServer server, Answers answers)
{
    /// <summary>Opens a session; null when it was not answered 201.</summary>
    public async Task<SentSession?> OpenAsync(Viewing viewing, RetryPolicy retry, CancellationToken stopping = default) =>
        Door.MediaCollection.OpenedBy(await PostAsync(Door.MediaCollection.Start(viewing), retry, stopping)) is { } id ? new SentSession(id, StartParts.Meaning(viewing)) : null;

    /// <summary>Sends an event of a session and keeps it there with its result.</summary>
    public async Task<SentEvent> SendAsync(SentSession session, ScriptedEvent one, Viewing viewing, RetryPolicy retry)
    {
        var sent = session.Add(one.Meaning, one.Mark);
        sent.Code = (await PostAsync(Door.MediaCollection.Event(session.Id, one, viewing), retry)).Code;
        return sent;
    }

    /// <param name="request">What is sent, and where.</param>
    /// <param name="retry">Whether it is sent again.</param>
    /// <param name="stopping">Gives up; that is not recorded as a missing answer.</param>
    public async Task<Answer> PostAsync(Outgoing request, RetryPolicy retry, CancellationToken stopping = default)
    {
        for (var began = answers.Now; ; await retry.PauseAsync())
        {
            var answer = await server.PostAsync(request.Path, request.Body, cancellationToken: stopping);
            if (answer.Code != Answer.None || !stopping.IsCancellationRequested)
                answers.Record(answer, request.Kind);

            if (answer.IsSuccess)
                answers.RecordDelivery(began);

            if (!answer.IsUncertain || !retry.GoesOn())
                return answer;
        }
    }
}
