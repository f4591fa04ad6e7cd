using SessionGrains.Api.Json;

namespace SessionGrains.Api.Problems;

/// <summary>RFC 9457</summary>
/// <param name="Type">What kind of problem it is.</param>
/// <param name="Title">The kind in words, the same every time.</param>
/// <param name="Status">The HTTP status code.</param>
/// <param name="Detail">What happened this time and what to do, one sentence.</param>
/// <param name="Errors">All that is wrong with a request; only where the status is 400 because of its body.</param>
/// <param name="Message">The same in one sentence, for older clients.</param>
internal sealed record Problem(
    string Type, string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Violation>? Errors, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;
