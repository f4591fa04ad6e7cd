namespace SessionGrains.Silo.Startup;

internal static class OptionsBinding
{
    /// <summary>Binds the section to options that are needed before there are services, and returns them.</summary>
    /// <exception cref="StartRefusedException">A value cannot be converted; the binder's message has the key and the value.</exception>
    public static T BindTo<T>(this IConfigurationSection section, T options)
    {
        try
        {
            section.Bind(options);
            return options;
        }
        catch (InvalidOperationException e)
        {
            throw new StartRefusedException(e.Message, e);
        }
    }
}
