using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Privacy;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ErasureAnswer))]
internal sealed partial class PrivacyJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new PrivacyJson());
}
