using System.Text;
using Pergola.Wire.Messages;

namespace Pergola.Wire.Tests;

/// <summary>Requests as clients of the services send them.</summary>
internal static class Requests
{
    public const string RequestId = "6f1ed002-ab5c-4bb1-9d3c-3b9e7e0ec1a5";

    public static WireRequest Json(string target, string body) => new(
        "POST",
        "/",
        [new("Content-Type", "application/x-amz-json-1.1"), new("X-Amz-Target", target)],
        Encoding.UTF8.GetBytes(body));

    public static WireRequest Ecs(string operation, string body) =>
        Json("AmazonEC2ContainerServiceV20141113." + operation, body);

    public static WireRequest Form(string body) => new(
        "POST",
        "/",
        [new("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")],
        Encoding.UTF8.GetBytes(body));

    public static WireRequest Rest(string method, string target, string body = "") =>
        new(method, target, [new("Content-Type", "application/json")], Encoding.UTF8.GetBytes(body));

    public static string Text(WireResponse response) => Encoding.UTF8.GetString(response.Body.Span);
}
