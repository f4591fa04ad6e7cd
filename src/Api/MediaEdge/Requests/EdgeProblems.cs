using SessionGrains.Api.Bodies;
using SessionGrains.Api.Json;
using SessionGrains.Api.MediaEdge.Answers;
using SessionGrains.Api.MediaEdge.Catalogue;
using SessionGrains.Api.Problems;

namespace SessionGrains.Api.MediaEdge.Requests;

/// <summary>What is wrong with a request before its events are looked at: the errors of the original's gateway, by their codes.</summary>
internal static class EdgeProblems
{
    private static readonly string[] MediaTypes = ["application/json", "text/plain", "text/javascript", "application/x-www-form-urlencoded"];

    /// <summary>What is wrong with the headers and the address; null if nothing is.</summary>
    /// <param name="context">The request.</param>
    /// <param name="configIds">The datastreams that are known; any if empty.</param>
    public static EdgeError? OfRequest(HttpContext context, string[] configIds)
    {
        if (context.Request.ContentType is { Length: > 0 } type && !MediaTypes.Contains(type.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase))
        {
            return EdgeError.Gateway("0111", 415, "Unsupported media type", $"Send the body as {string.Join(", ", MediaTypes)}, not as {JsonText.Quote(type, 60)}.", EdgeReplies.RequestIdOf(context));
        }

        return EdgeQuery.Find(context, "configId") is not { Length: > 0 } configId
            ? EdgeError.Gateway("0002", 400, "Missing datastream", "The configId query parameter is missing: it names the datastream.", EdgeReplies.RequestIdOf(context))
            : configIds.Length > 0 && !configIds.Contains(configId, StringComparer.OrdinalIgnoreCase)
            ? EdgeError.Gateway("0003", 400, "Unknown datastream", "The configId query parameter names no datastream of this server.", EdgeReplies.RequestIdOf(context))
            : null;
    }

    /// <summary>What is wrong with a body that is no envelope.</summary>
    public static EdgeError OfEnvelope(HttpContext context, IReadOnlyList<Violation> violations)
    {
        var first = violations[0];
        var (code, title) = first.Code switch
        {
            ViolationCodes.Json or ViolationCodes.Depth => ("0101", "Invalid JSON"),
            ViolationCodes.Required or ViolationCodes.Empty => ("0103", "Missing value"),
            _ => ("0102", "Invalid field"),
        };
        var at = first.Pointer.Length == 0 ? "The body" : EdgePath.Of(first.Pointer);
        return EdgeError.Gateway(code, StatusCodes.Status400BadRequest, title, $"{at} {first.Detail.TrimEnd('?')}.", EdgeReplies.RequestIdOf(context));
    }

    /// <summary>The path names no event.</summary>
    public static Task UnknownEvent(HttpContext context, string sent) => context.AnswerProblem(
        StatusCodes.Status404NotFound, "Not found", $"No event is called \"{JsonText.Quote(sent, 60)}\" in a path. The events are {string.Join(", ", EdgeFormat.PathNames.Order())}.");

    public static Task Unreceived(HttpContext context, ReceiveResult result) => result switch
    {
        ReceiveResult.TooLarge or ReceiveResult.TooDense => EdgeReplies.Error(
            context, EdgeError.Gateway("0112", 413, "Body too large", "A request may have 64 KiB, counted after decompression.", EdgeReplies.RequestIdOf(context)), closes: result == ReceiveResult.TooLarge),
        ReceiveResult.TooSlow => EdgeReplies.Error(
            context, EdgeError.Gateway("0109", 408, "Body incomplete", "The body was not complete 5 seconds after its headers.", EdgeReplies.RequestIdOf(context)), closes: true),
        _ => RequestProblems.Unreceived(context, result),
    };
}
