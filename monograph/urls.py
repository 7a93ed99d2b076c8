app_name = "monograph"
urlpatterns: list = []
