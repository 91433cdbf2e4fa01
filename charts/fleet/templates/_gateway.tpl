{{/* nginx.conf. Each request gets a connection of its own to a Service: none of them can be stale, and Kubernetes picks a ready pod each time. */}}
{{- define "fleet.nginx" -}}
{{- $gateway := .Values.gateway -}}
{{- $keep := div $gateway.drainSeconds 3 -}}
worker_processes 1;
pid /tmp/nginx.pid;
error_log stderr error;
daemon off;

events {
  worker_connections 4096;
}

http {
  access_log off;
  server_tokens off;
  client_body_temp_path /tmp/client-body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  # Clients are told to let go of their connections early enough, so that a pod that drains has none left when it stops.
  keepalive_time {{ $keep }}s;
  keepalive_timeout {{ add1 $keep }}s {{ $keep }}s;
  keepalive_requests 100000;

  client_max_body_size 128m;
  client_body_buffer_size 1m;
  large_client_header_buffers 8 64k;

  proxy_http_version 1.1;
  proxy_set_header Connection close;
  proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_connect_timeout {{ $gateway.connectTimeoutSeconds }}s;
  proxy_send_timeout {{ $gateway.answerTimeoutSeconds }}s;
  proxy_read_timeout {{ $gateway.answerTimeoutSeconds }}s;
  proxy_buffer_size 64k;
  proxy_buffers 16 64k;
  proxy_next_upstream off;

  {{- range $route, $it := .Values.routes }}
  {{- if $it.workloads }}

  upstream {{ $route }} {
    # In turn, clients that write in a fixed order would each meet some of the workloads only.
    random;
    {{- range $name := $it.workloads }}
    {{- $workload := index $.Values.workloads $name }}
    {{- $replicas := int $workload.replicas }}
    {{- $weight := ternary (printf "weight=%d " $replicas) "" (and (gt $replicas 0) (gt (len $it.workloads) 1)) }}
    server {{ $name }}.{{ $.Release.Namespace }}.svc.{{ $.Values.clusterDomain }}.:{{ $workload.template.ports.http }} {{ $weight }}max_fails=0;
    {{- end }}
  }
  {{- end }}
  {{- end }}

  server {
    listen 8080;
    absolute_redirect off;

    location = /-/healthy {
      default_type text/plain;
      return 200 "The gateway is healthy.\n";
    }
    location / {
      default_type text/plain;
      return 404 "no route serves this path\n";
    }
    {{- range $route, $it := .Values.routes }}
    {{- range $path := $it.paths }}
    {{- if and (hasSuffix "/" $path) (not (has (trimSuffix "/" $path) $it.paths)) }}
    # Or else nginx redirects it to the path with the slash.
    location = {{ trimSuffix "/" $path }} {
      return 404;
    }
    {{- end }}
    location {{ ternary "^~" "=" (hasSuffix "/" $path) }} {{ $path }} {
      {{- if $it.workloads }}
      proxy_pass http://{{ $route }};
      {{- else }}
      default_type text/plain;
      return 502 "no workload serves {{ $route }}\n";
      {{- end }}
    }
    {{- end }}
    {{- end }}
  }
}
{{- end }}
