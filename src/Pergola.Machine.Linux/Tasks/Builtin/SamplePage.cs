using System.Net;

namespace Pergola.Machine.Linux.Tasks.Builtin;

/// <summary>The page of the built-in web server: it says which task, in which VPC, at which address answered.</summary>
internal static class SamplePage
{
    private const string Html = "text/html; charset=utf-8";

    internal static BuiltinResponse Answer(BuiltinRequest request) => (request.Method, request.Path) switch
    {
        ("GET" or "HEAD", "/" or "/index.html") => new BuiltinResponse(200, Html, Page()),
        ("GET" or "HEAD", "/health") => new BuiltinResponse(200, "text/plain; charset=utf-8", "ok\n"),
        ("GET" or "HEAD", _) => BuiltinResponse.Refuse(404),
        _ => BuiltinResponse.Refuse(405),
    };

    private static string Page()
    {
        var task = Setting("ECS_TASK_ID") ?? Setting("PERGOLA_TASK") ?? "unknown";
        var vpc = Setting("PERGOLA_VPC") ?? "unknown";
        var address = Setting("PERGOLA_ADDRESS") ?? "unknown";
        return $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Amazon ECS Sample App</title></head>
            <body>
            <h1>Amazon ECS Sample App</h1>
            <p>Your application is now running on a container, in Pergola's built-in stand-in.</p>
            <dl>
            <dt>Task</dt><dd id="task">{task}</dd>
            <dt>VPC</dt><dd id="vpc">{vpc}</dd>
            <dt>Address</dt><dd id="address">{address}</dd>
            </dl>
            </body>
            </html>

            """;
    }

    private static string? Setting(string name) => WebUtility.HtmlEncode(Environment.GetEnvironmentVariable(name));
}
