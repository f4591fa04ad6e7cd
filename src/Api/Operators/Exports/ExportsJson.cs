using SessionGrains.Api.Operators.Answers;

namespace SessionGrains.Api.Operators.Exports;

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ExportsAnswer))]
[JsonSerializable(typeof(ExportAnswer))]
internal sealed partial class ExportsJson : JsonSerializerContext
{
    public static JsonSerializerOptions Answers { get; } = AnswerJson.Options(new ExportsJson());
}
