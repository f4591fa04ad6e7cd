using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Live;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(LiveAnswer))]
[JsonSerializable(typeof(LiveHistoryAnswer))]
[JsonSerializable(typeof(LivePointsAnswer))]
internal sealed partial class LiveJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new LiveJson());
}
