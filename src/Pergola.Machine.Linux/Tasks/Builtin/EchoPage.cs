using System.Text;

namespace Pergola.Machine.Linux.Tasks.Builtin;

/// <summary>Answers with the request: its line, its headers and its body, as they arrived.</summary>
internal static class EchoPage
{
    private const string Text = "text/plain; charset=utf-8";
    private static readonly string? Fixed = FixedText();

    internal static BuiltinResponse Answer(BuiltinRequest request)
    {
        if (Fixed is not null)
        {
            return new BuiltinResponse(200, Text, Fixed + "\n");
        }

        var echo = new StringBuilder();
        echo.Append(request.Method).Append(' ').Append(request.Target).Append(' ').Append(request.Version).Append('\n');
        foreach (var (name, value) in request.Headers)
        {
            echo.Append(name).Append(": ").Append(value).Append('\n');
        }

        echo.Append('\n').Append(Encoding.UTF8.GetString(request.Body));
        return new BuiltinResponse(200, Text, echo.ToString());
    }

    // hashicorp/http-echo says one text whatever it is asked: -text=hello, or -text hello.
    private static string? FixedText()
    {
        var arguments = Environment.GetCommandLineArgs();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].StartsWith("-text=", StringComparison.Ordinal))
            {
                return arguments[i]["-text=".Length..];
            }

            if (arguments[i] == "-text" && i + 1 < arguments.Length)
            {
                return arguments[i + 1];
            }
        }

        return null;
    }
}
