using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Pergola.Bench;

/// <summary>A peer on loopback: client, proxy and backend on the host.</summary>
internal sealed class PeerPath : IProxyPath
{
    private readonly Process _backend;
    private readonly Process _proxy;

    private PeerPath(string name, int port, Process backend, Process proxy, string scheme = "http")
    {
        Name = name;
        var host = scheme == "https" ? TlsFiles.Host : "127.0.0.1";
        Url = string.Create(CultureInfo.InvariantCulture, $"{scheme}://{host}:{port}/");
        _backend = backend;
        _proxy = proxy;
    }

    public string Name { get; }

    public string Url { get; }

    public IReadOnlyList<string> ClientPrefix => [];

    public IReadOnlyList<int> ProxyPids => Measured.Family(_proxy.Id);

    public static async Task<PeerPath> NginxAsync(string folder, bool isTls = false)
    {
        var (backendPort, port) = (FreePort(), FreePort());
        var name = isTls ? "nginx-tls" : "nginx";
        var tls = isTls
            ? $"ssl_certificate {TlsFiles.Certificate(folder)}; ssl_certificate_key {TlsFiles.Key(folder)}; "
              + "ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on;"
            : "";
        var backend = Backend.Start(
            folder, $"{name}-backend", [], Backend.Configuration($"{folder}/{name}", $"127.0.0.1:{backendPort}"));
        var proxy = Backend.Start(folder, $"{name}-proxy", [], $$"""
            worker_processes 2;
            daemon off;
            pid {{folder}}/{{name}}-proxy.pid;
            error_log {{folder}}/proxy.log crit;
            events { worker_connections 4096; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              upstream backend { server 127.0.0.1:{{backendPort}}; keepalive 128; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:{{port}} {{(isTls ? "ssl " : "")}}backlog=4096;
                {{tls}}
                location / { proxy_pass http://backend; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }
            """);
        return await ReadyAsync(new PeerPath("nginx", port, backend, proxy, isTls ? "https" : "http"));
    }

    public static async Task<PeerPath> HaproxyAsync(string folder)
    {
        var (backendPort, port) = (FreePort(), FreePort());
        var backend = Backend.Start(
            folder, "haproxy-backend", [], Backend.Configuration(folder + "/h", $"127.0.0.1:{backendPort}"));
        var file = Path.Combine(folder, "haproxy.cfg");
        await File.WriteAllTextAsync(file, $"""
            global
              nbthread 2
              maxconn 4096
            defaults
              mode http
              timeout connect 5s
              timeout client 60s
              timeout server 60s
              http-reuse always
            frontend in
              bind 127.0.0.1:{port}
              default_backend out
            backend out
              server one 127.0.0.1:{backendPort}

            """);
        var proxy = Process.Start(Measured.OnPath("haproxy")!, ["-db", "-f", file]);
        return await ReadyAsync(new PeerPath("haproxy", port, backend, proxy));
    }

    public async ValueTask DisposeAsync()
    {
        await Backend.StopAsync(_proxy);
        await Backend.StopAsync(_backend);
    }

    private static async Task<PeerPath> ReadyAsync(PeerPath path)
    {
        await Backend.AnswersAsync(path.ClientPrefix, path.Url);
        return path;
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
