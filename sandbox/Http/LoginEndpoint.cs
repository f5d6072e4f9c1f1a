using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Snowtrail.Sandbox.Sessions;
using Snowtrail.Sandbox.Sql;

namespace Snowtrail.Sandbox.Http;

/// <summary>Login and renewal of tokens (protocol sections 1.4 and 2).</summary>
internal sealed class LoginEndpoint(SandboxOptions options, SessionFactory factory, SessionStore sessions)
{
    public async Task LoginAsync(HttpContext http, JsonElement body)
    {
        if (LoginRequest.Read(body) is not { } login)
        {
            await Envelope.FailAsync(http, "390400", "The login request is malformed.");
            return;
        }

        if (!IsUser(login))
        {
            await Envelope.FailAsync(http, "390100", "Incorrect username or password was specified.");
            return;
        }

        if (!sessions.HasRoom())
        {
            await Envelope.FailAsync(http, "390115", "The sandbox has no room for another session.");
            return;
        }

        try
        {
            var query = http.Request.Query;
            var session = factory.Create(new SessionStart(login.ClientId, login.Parameters)
            {
                Database = query["databaseName"],
                Schema = query["schemaName"],
                Warehouse = query["warehouse"],
                Role = query["roleName"],
            });
            await Envelope.WriteAsync(http, json => Write(json, session, sessions.Open(session)));
        }
        catch (SqlFailure failure)
        {
            await Envelope.FailAsync(http, failure.Code, failure.Message);
        }
    }

    public async Task RenewAsync(HttpContext http, JsonElement body)
    {
        var state = sessions.FindMaster(Authorization.SnowflakeToken(http.Request), out var session);
        if (session is null)
        {
            await Envelope.FailAsync(http, "390113", "Master token not found or invalid data");
            return;
        }

        if (state == TokenState.Expired)
        {
            await Envelope.FailAsync(http, "390114", "Authentication token has expired. The user must authenticate again.");
            return;
        }

        sessions.Find(body.ValueKind == JsonValueKind.Object ? LoginRequest.Text(body, "oldSessionToken") : "", out var old);
        if (old != session || LoginRequest.Text(body, "requestType") != "RENEW")
        {
            await Envelope.FailAsync(http, "390104", "Session token not found or invalid data");
            return;
        }

        var tokens = sessions.Renew(session);
        await Envelope.WriteAsync(http, json =>
        {
            json.WriteStartObject();
            json.WriteString("sessionToken", tokens.Session);
            json.WriteNumber("validityInSecondsST", (int)options.SessionTokenValidity.TotalSeconds);
            json.WriteString("masterToken", tokens.Master);
            json.WriteNumber("validityInSecondsMT", (int)options.MasterTokenValidity.TotalSeconds);
            json.WriteNumber("sessionId", session.Id);
            json.WriteEndObject();
        });
    }

    /// <summary>Whether a secret is the user's; both are hashed so that neither length nor prefix shows in the time taken.</summary>
    public bool IsPassword(string secret) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(options.Password)));

    private bool IsUser(LoginRequest login) => login.Token.Length > 0
        ? IsPassword(login.Token) && (login.LoginName.Length == 0 || IsName(login.LoginName))
        : IsName(login.LoginName) & IsPassword(login.Password);

    private bool IsName(string name) => string.Equals(name, options.User, StringComparison.OrdinalIgnoreCase);

    private void Write(Utf8JsonWriter json, Session session, SessionTokens tokens)
    {
        json.WriteStartObject();
        json.WriteString("token", tokens.Session);
        json.WriteNumber("validityInSeconds", (int)options.SessionTokenValidity.TotalSeconds);
        json.WriteString("masterToken", tokens.Master);
        json.WriteNumber("masterValidityInSeconds", (int)options.MasterTokenValidity.TotalSeconds);
        json.WriteNumber("sessionId", session.Id);
        json.WriteString("displayUserName", session.User);
        json.WriteString("serverVersion", SandboxServer.ServerVersion);
        json.WriteBoolean("firstLogin", false);
        json.WriteNull("remMeToken");
        json.WriteNumber("remMeValidityInSeconds", 0);
        json.WriteNumber("healthCheckInterval", 45);
        json.WriteNull("newClientForUpgrade");
        json.WriteNull("idToken");
        json.WriteNumber("idTokenValidityInSeconds", 0);
        json.WriteNull("mfaToken");
        json.WriteNumber("mfaTokenValidityInSeconds", 0);
        json.WriteNull("responseData");
        ResultJson.Parameters(json, session.Parameters.All);
        json.WriteStartObject("sessionInfo");
        json.WriteString("databaseName", session.Database);
        json.WriteString("schemaName", session.Schema);
        json.WriteString("warehouseName", session.Warehouse);
        json.WriteString("roleName", session.Role);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
