using SessionGrains.Api.Operators.Answers;
using SessionGrains.Sessions.Watching;

namespace SessionGrains.Api.Operators.Sessions;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(SessionListAnswer))]
[JsonSerializable(typeof(AppliedEvent))]
[JsonSerializable(typeof(Finding))]
[JsonSerializable(typeof(CountdownAnswer))]
[JsonSerializable(typeof(ClosedAnswer))]
internal sealed partial class SessionJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new SessionJson());
}
