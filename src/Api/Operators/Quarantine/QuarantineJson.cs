using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Quarantine;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(QuarantineAnswer))]
internal sealed partial class QuarantineJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new QuarantineJson());
}
