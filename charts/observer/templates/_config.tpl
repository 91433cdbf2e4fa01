{{- define "observer.selector" -}}
app.kubernetes.io/name: observer
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "observer.labels" -}}
{{ include "observer.selector" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{/* The labels are those that Mimir's own dashboards and alerts expect: pod, job, and what the pod runs. */}}
{{- define "observer.config" -}}
global:
  scrape_interval: {{ .Values.scrapeInterval }}
  scrape_timeout: {{ .Values.scrapeTimeout }}
  evaluation_interval: 1s
scrape_configs:
  - job_name: mimir
    # Inside of a cluster it would only cost CPU, most of it the pods'.
    enable_compression: false
    kubernetes_sd_configs:
      - role: pod
        namespaces: {own_namespace: true}
        selectors:
          - {role: pod, label: {{ .Values.target.selector | quote }}}
    relabel_configs:
      - source_labels: [__meta_kubernetes_pod_container_port_name]
        regex: http
        action: keep
      - source_labels: [__meta_kubernetes_pod_phase]
        regex: Succeeded|Failed
        action: drop
      - source_labels: [__meta_kubernetes_pod_name]
        target_label: pod
      - source_labels: [__meta_kubernetes_pod_label_app_kubernetes_io_name, __meta_kubernetes_pod_label_app_kubernetes_io_component]
        separator: /
        target_label: job
      # Of charts/mimir, or of charts/fleet.
      - source_labels: [__meta_kubernetes_pod_annotation_mimir_modules, __meta_kubernetes_pod_annotation_fleet_components]
        separator: ""
        target_label: component
      - source_labels: [__meta_kubernetes_pod_label_zone]
        target_label: zone
{{- with .Values.remoteWrite }}
remote_write:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
